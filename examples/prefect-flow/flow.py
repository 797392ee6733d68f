from prefect import Flow, task
from prefect.tasks.secrets import PrefectSecret


@task
def use(secret):
    print("the secret has", len(secret), "characters")


with Flow("nightly") as flow:
    use(PrefectSecret("my secret"))

if __name__ == "__main__":
    raise SystemExit(0 if flow.run().is_successful() else 1)
