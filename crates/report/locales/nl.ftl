# Taking results along: PDF, XLSX, pictures of charts, tables, also by mail at set times.
