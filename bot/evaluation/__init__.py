"""Tools for editors: how well golden questions are answered, why one is answered so, and what a change of content changes."""
