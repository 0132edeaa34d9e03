"""What a scholar or editor needs: footnotes, an entity on a page, the account of a replication archive."""
