# Dashboards people make of blocks, share, and hang on a wall.
