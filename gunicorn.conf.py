"""How gunicorn serves the house. It reads this file by itself when it is started from this folder,
so `python3 wsgi.py` and `gunicorn wsgi:app` serve alike.
"""

workers = 2
threads = 4
worker_class = "app.web.worker.Worker"
control_socket_disable = True
loglevel = "warning"
limit_request_line = 8190  # the longest that gunicorn reads: a search may be long
