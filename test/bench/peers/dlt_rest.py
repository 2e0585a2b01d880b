"""The peer: dlt's REST source into Parquet files below a folder. Told by one JSON object: url, collection, filters, username, password, folder."""

import json
import os
import sys

asked = json.loads(sys.argv[1])
os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
os.environ["DLT_DATA_DIR"] = os.path.join(asked["folder"], "working")

import dlt  # noqa: E402
from dlt.destinations import filesystem  # noqa: E402
from dlt.sources.helpers import requests  # noqa: E402
from dlt.sources.rest_api import rest_api_source  # noqa: E402

login = requests.post(
    f"{asked['url']}/api/login",
    data={"username": asked["username"], "password": asked["password"], "grant_type": "password"},
)
login.raise_for_status()
source = rest_api_source(
    {
        "client": {
            "base_url": f"{asked['url']}/api/v4/",
            "headers": {"accept": "application/ld+json"},
            "auth": {"type": "bearer", "token": login.json()["access_token"]},
            "paginator": {"type": "json_link", "next_url_path": "['hydra:view']['hydra:next']"},
        },
        "resource_defaults": {"write_disposition": "replace"},
        "resources": [
            {
                "name": asked["collection"].replace("-", "_"),
                "endpoint": {
                    "path": asked["collection"],
                    "params": {**asked["filters"], "itemsPerPage": "100", "order[id]": "asc"},
                    "data_selector": "['hydra:member']",
                },
            }
        ],
    }
)
pipeline = dlt.pipeline(
    pipeline_name="peer",
    pipelines_dir=os.path.join(asked["folder"], "pipelines"),
    destination=filesystem(bucket_url=os.path.join(asked["folder"], "out")),
    dataset_name="convertr",
)
pipeline.run(source, loader_file_format="parquet").raise_on_failed_jobs()
