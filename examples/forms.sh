#!/bin/sh
# One answer for every reader: a page to send, a workbook to go on with, a table for a paper, a message for a
# statistical office. The extension chooses the format, and each of them says how to ask again.
set -eu

for file in growth.html growth.xlsx growth.tex growth.sdmx.csv; do
    hlj gdp -c @project -y 2013..2015 -o "$file"
done
ls
sed -n 's/<pre><code>\(.*\)<\/code><\/pre>/in the page:    \1/p' growth.html
sed -n '1s/^%/in the table:  /p' growth.tex
sed -n '2p' growth.sdmx.csv
