"""What goes out after a publication: to whom, in which order, how often it is tried, what came
back."""
