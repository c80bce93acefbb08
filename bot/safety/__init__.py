"""Danger is recognised before anything else is decided."""
