"""The memory of Vietnam's local government on the web."""

__version__ = "0.1.0"
