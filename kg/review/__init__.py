"""What people decide about a graph: kept in one file, applied whenever an article is put in."""
