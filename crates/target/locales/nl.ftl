# What the company wants to reach: targets with their progress.
