#pragma once
// First, because Debian's libevent sets _GNU_SOURCE midway and fd_set would then clash with other modules.
#include <sys/select.h>
#include <event2/event.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/http.h>
#include <event2/http_struct.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>
#include <event2/thread.h>
#include <event2/util.h>
// Linux calls the loop needs that Swift's Glibc module does not show.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

// Says that a request came without chunks, though it did: evhttp_send_reply_end would take the request's framing for
// the answer's. A bit field, which Swift cannot set.
static inline void evhttp_request_forget_chunked(struct evhttp_request *request) {
    request->chunked = 0;
}

// prctl takes variable arguments, which Swift cannot pass.
static inline void name_current_thread(const char *name) {
    prctl(PR_SET_NAME, name);
}
