var DATASETTE_ALLOW_FACET = true; // as Datasette writes it into its table pages
