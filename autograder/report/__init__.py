"""What a graded class looks like: a page of figures for staff, a page of feedback per student."""
