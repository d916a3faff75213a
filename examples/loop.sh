#!/bin/sh
# A file for each city: the cities come from the table itself, the format of a file from its extension.
set -eu

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

hlj gdp -y latest --columns city --csv | tail -n +2 | while read -r city; do
    hlj gdp -c "$city" -o "$folder/$city.csv"
    hlj gdp -c "$city" --long -o "$folder/$city.json"
done

cd "$folder"
for file in *; do
    # Leading spaces before the count differ between systems; the shell's arithmetic drops them.
    echo "$file: $(($(wc -l <"$file"))) lines"
done
