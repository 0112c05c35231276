# A private page of a lead and an employee: chosen answers, notes, agreements.
