//! Reading tables people really have: CSV of any dialect and encoding, XLSX.
