"""Tests of the editor's tools."""
