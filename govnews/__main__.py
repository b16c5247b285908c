"""`python -m govnews` is the `govnews` command."""

from govnews.cli import main

if __name__ == "__main__":
    main()
