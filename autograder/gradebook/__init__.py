"""What people decide: points, comments, and the tables that platforms import."""
