"""The application: every HTTP route and every Lambda function."""

from chalicelib.entrypoints.http.framework.application import AmiableApp
from chalicelib.entrypoints.http.routes import BLUEPRINTS
from chalicelib.entrypoints.steps.blueprint import bp as steps
from chalicelib.entrypoints.workers.blueprint import bp as workers

app = AmiableApp("amiable", configure_logs=False)
app.register(BLUEPRINTS)
app.register_blueprint(steps)
app.register_blueprint(workers)
