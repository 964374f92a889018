"""What speakers say to their sessions, on the pages of their own that ``speakers`` serves."""
