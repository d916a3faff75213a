#!/bin/sh
# One answer for every reader: a page to send, a workbook to go on with, a table for a paper, a message for a
# statistical office, a picture for print. The extension chooses the format; page, workbook and table for a paper say
# how to ask again. A picture in the terminal is for oneself.
set -eu

for file in growth.html growth.xlsx growth.tex growth.sdmx.csv growth.svg; do
    hlj gdp -c @project -y 2013..2015 -o "$file"
done
ls
echo "pictures in the page: $(($(grep -c '<svg' growth.html)))"
sed -n 's/<pre><code>\(.*\)<\/code><\/pre>/in the page:    \1/p' growth.html
sed -n '1s/^%/in the table:  /p' growth.tex
sed -n '2p' growth.sdmx.csv

hlj gdp -c @project -i real-growth -y 2013..2015 -f chart
