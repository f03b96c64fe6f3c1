"""What the hub received, weighed, graded and loaded."""
