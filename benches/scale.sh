#!/usr/bin/env bash
# Large files: `hlj` against whatever CSV tools are installed, on the same questions.
#
#   bash benches/scale.sh [--rows N] [--runs N] [--bars]
#
# Makes its data (N rows of region, year, product and value: unquoted, quoted, with the years across, packed), asks each
# tool, and prints for each question the least wall time of each and hlj's as a part of the fastest peer's, then hlj's
# peak memory. The tools take turns. With --bars the exit code is 1 where a bar is missed. HLJ names another binary than
# that for packages; SCALE_DATA keeps the data in a folder.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C

readonly MOST_OF_PEER=60        # percent of the fastest peer's time
readonly MOST_KILOBYTES=65536   # peak memory
readonly MOST_MILLISECONDS=100  # to say what a file is

rows=1000000
runs=5
bars=no
while [ $# -gt 0 ]; do
    case $1 in
    --bars) bars=yes ;;
    --rows) rows=${2-} && shift ;;
    --runs) runs=${2-} && shift ;;
    *)
        echo "scale.sh: unknown option \`$1\`; write [--rows N] [--runs N] [--bars]" >&2
        exit 2
        ;;
    esac
    shift || true
done
case $rows$runs in
'' | *[!0-9]*)
    echo "scale.sh: \`--rows\` and \`--runs\` take numbers" >&2
    exit 2
    ;;
esac
if ! [ -x /usr/bin/time ]; then
    echo "scale.sh: it needs GNU time as /usr/bin/time" >&2
    exit 2
fi
if [ -z "${HLJ-}" ]; then
    cargo build --profile dist --quiet
    HLJ=${CARGO_TARGET_DIR:-target}/dist/hlj
fi

data=${SCALE_DATA-}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [ -z "$data" ]; then data=$scratch; fi
mkdir -p "$data"
base=$data/scale-$rows

awk=awk
if command -v mawk >/dev/null; then awk=mawk; fi

# 300 regions, 34 years, as many products as make up the rows; every row once.
make_long() {
    $awk -v rows="$rows" -v q="$1" 'BEGIN {
        srand(1); products = int(rows / 10200); if (products < 1) products = 1
        print q "region" q "," q "year" q "," q "product" q "," q "value" q
        for (r = 0; r < 300; r++) for (y = 1990; y < 2024; y++) for (p = 0; p < products; p++)
            printf "%sRegion %03d%s,%d,%sproduct-%04d%s,%.1f\n", q, r, q, y, q, p, q, 10 + rand() * 9990
    }'
}
make_wide() {
    $awk -v rows="$rows" 'BEGIN {
        srand(1); products = int(rows / 10200); if (products < 1) products = 1
        printf "region,product"; for (y = 1990; y < 2024; y++) printf ",%d", y; print ""
        for (r = 0; r < 300; r++) for (p = 0; p < products; p++) {
            printf "Region %03d,product-%04d", r, p
            for (y = 1990; y < 2024; y++) printf ",%.1f", 10 + rand() * 9990
            print ""
        }
    }'
}
[ -s "$base.csv" ] || make_long '' >"$base.csv"
[ -s "$base-quoted.csv" ] || make_long '"' >"$base-quoted.csv"
[ -s "$base-wide.csv" ] || make_wide >"$base-wide.csv"
[ -s "$base.csv.gz" ] || gzip -c "$base.csv" >"$base.csv.gz"

has() { command -v "$1" >/dev/null; }
sql() { printf "duckdb -init /dev/null -csv -c \"%s\"" "$1"; }

missed=0
# The least wall time of a command in milliseconds, and the most memory in kilobytes.
measure() {
    local least='' most=0 seconds kilobytes
    for _ in $(seq "$runs"); do
        if ! /usr/bin/time -o "$scratch/time" -f '%e %M' bash -c "exec $1" >"$scratch/out" 2>"$scratch/err"; then
            echo "failed: $1" >&2
            head -3 "$scratch/err" >&2
            exit 1
        fi
        read -r seconds kilobytes <"$scratch/time"
        seconds=$($awk -v s="$seconds" 'BEGIN { printf "%d", s * 1000 }')
        if [ -z "$least" ] || [ "$seconds" -lt "$least" ]; then least=$seconds; fi
        if [ "$kilobytes" -gt "$most" ]; then most=$kilobytes; fi
    done
    echo "$least $most"
}

# A question: its name, what hlj is asked, and behind that what each peer is, as `tool: command`.
ask() {
    local name=$1 command=$2 own memory fastest='' line='' tool other ms _
    shift 2
    read -r own memory < <(measure "$HLJ $command")
    for peer in "$@"; do
        tool=${peer%%:*}
        other=${peer#*: }
        if has "$tool"; then
            read -r ms _ < <(measure "$other")
            line="$line  $tool $ms"
            if [ -z "$fastest" ] || [ "$ms" -lt "$fastest" ]; then fastest=$ms; fi
        fi
    done
    local part='-' told=''
    if [ -n "$fastest" ]; then
        part=$((100 * own / (fastest > 0 ? fastest : 1)))
        if [ "$part" -gt "$MOST_OF_PEER" ]; then told="$told slow" && missed=1; fi
    elif [ "$own" -gt "$MOST_MILLISECONDS" ]; then
        told="$told slow" && missed=1
    fi
    if [ "$memory" -gt "$MOST_KILOBYTES" ]; then told="$told large" && missed=1; fi
    printf '%-34s hlj %6s ms  %4s %%  %7s kB %s  |%s\n' "$name" "$own" "$part" "$memory" "$told" "$line"
}

echo "$rows rows, $(nproc) cores, least of $runs runs; percent are of the fastest peer"
for tool in duckdb xan mawk gawk qsv; do
    if has "$tool"; then echo "  $tool $($tool --version 2>/dev/null </dev/null | head -1 || true)"; fi
done
for form in '' -quoted; do
    file=$base$form.csv
    ask "what is it$form" "$file"
    strip=''
    if [ -n "$form" ]; then strip='gsub(/"/, "");'; fi
    ask "one area, six years$form" "$file -c 'Region 017' -y 2010..2015" \
        "mawk: mawk -F, '{ $strip } \$1 == \"Region 017\" && \$2 >= 2010 && \$2 <= 2015' $file" \
        "duckdb: $(sql "select * from read_csv('$file') where region = 'Region 017' and year between 2010 and 2015")" \
        "xan: xan filter 'region eq \"Region 017\" && year >= 2010 && year <= 2015' $file"
    ask "sum by region and year$form" "$file --group-by region,year --rule value=sum" \
        "mawk: mawk -F, 'NR > 1 { $strip s[\$1 \",\" \$2] += \$4 } END { for (k in s) print k \",\" s[k] }' $file" \
        "duckdb: $(sql "select region, year, sum(value) from read_csv('$file') group by all")" \
        "xan: xan groupby region,year 'sum(value)' $file"
    ask "mean by region and product$form" "$file --group-by region,product --agg mean --sort -value_mean --top 10" \
        "mawk: mawk -F, 'NR > 1 { $strip k = \$1 \",\" \$3; s[k] += \$4; n[k]++ } END { for (k in s) print s[k] / n[k] \",\" k }' $file | sort -gr | head" \
        "duckdb: $(sql "select region, product, avg(value) m from read_csv('$file') group by all order by m desc limit 10")" \
        "xan: xan groupby region,product 'mean(value) as m' $file | xan top m"
    ask "ten largest of a year$form" "$file -y 2015 --product product-0003 --sort -value --top 10" \
        "mawk: mawk -F, '{ $strip } \$2 == 2015 && \$3 == \"product-0003\" { print \$4 \",\" \$1 }' $file | sort -gr | head" \
        "duckdb: $(sql "select region, value from read_csv('$file') where year = 2015 and product = 'product-0003' order by value desc limit 10")" \
        "xan: xan filter 'year == 2015 && product eq \"product-0003\"' $file | xan top value"
done
file=$base-wide.csv
ask "what is it, years across" "$file"
ask "one area, six years, across" "$file -c 'Region 017' -y 2010..2015" \
    "mawk: mawk -F, '\$1 == \"Region 017\" { print \$1, \$2, \$23, \$24, \$25, \$26, \$27, \$28 }' $file" \
    "duckdb: $(sql "select region, product, columns('201[0-5]') from read_csv('$file', header = true) where region = 'Region 017'")" \
    "xan: xan filter 'region eq \"Region 017\"' $file"
ask "sum by region and year, across" "$file --group-by region,year --agg sum" \
    "mawk: mawk -F, 'NR > 1 { for (f = 3; f <= NF; f++) sum[\$1 \",\" f] += \$f } END { for (key in sum) print key \",\" sum[key] }' $file" \
    "duckdb: $(sql "select region, sum(columns('[0-9]+')) from read_csv('$file', header = true) group by region")"
file=$base.csv.gz
ask "what is it, packed" "$file"
ask "one area, six years, packed" "$file -c 'Region 017' -y 2010..2015" \
    "mawk: gzip -dc $file | mawk -F, '\$1 == \"Region 017\" && \$2 >= 2010 && \$2 <= 2015'" \
    "duckdb: $(sql "select * from read_csv('$file') where region = 'Region 017' and year between 2010 and 2015")" \
    "xan: xan filter 'region eq \"Region 017\" && year >= 2010 && year <= 2015' $file"
if [ $bars = yes ]; then exit $missed; fi
