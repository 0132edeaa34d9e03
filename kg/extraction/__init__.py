"""From parsed articles to statements with their evidence."""
