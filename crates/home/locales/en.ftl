# The first page of each role: what matters to a director, a lead, an employee.
