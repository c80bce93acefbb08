"""What a good editor would question in content that has no mistake of structure: warnings, each with file and line."""
