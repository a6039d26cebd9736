"""How gunicorn serves the house, by `python3 wsgi.py` or `gunicorn -c app/serving.py wsgi:app`."""

workers = 2
threads = 4
worker_class = "app.web.worker.Worker"
control_socket_disable = True
loglevel = "warning"
limit_request_line = 8190  # the longest that gunicorn reads: a search may be long
