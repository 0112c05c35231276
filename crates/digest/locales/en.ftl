# The daily or weekly mail to each person, and alarms at once.
