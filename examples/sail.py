"""SQL on stdin, CSV on stdout, by Spark Connect: Spark, or Sail, which needs no Java.

    pip install pysail pyspark-client
    hlj --data FOLDER TABLE --from NAME --engine 'python3 examples/sail.py'

SPARK_REMOTE names a server that runs already; without it one of Sail starts here (SAIL_MODE=local-cluster: two workers).
HLJ_CSV=NAME=FILE registers a CSV file under a name first, all of its columns as texts.
"""

import csv
import os
import sys

from pyspark.sql import SparkSession

remote = os.environ.get("SPARK_REMOTE")
if remote is None:
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer(port=0)
    server.start()
    remote = "sc://localhost:%d" % server.listening_address[1]
spark = SparkSession.builder.remote(remote).getOrCreate()
if "HLJ_CSV" in os.environ:
    name, file = os.environ["HLJ_CSV"].split("=", 1)
    spark.read.csv(os.path.abspath(file), header=True, escape='"').createOrReplaceTempView(name)
answer = spark.sql(sys.stdin.read().rstrip().rstrip(";"))
rows = csv.writer(sys.stdout, lineterminator="\n")
rows.writerow(answer.columns)
rows.writerows(answer.collect())
