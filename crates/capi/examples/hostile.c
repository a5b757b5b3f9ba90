// Hostile input through the C surface: every call returns, none crashes. Run under valgrind; ends with 0 when all is well.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "haofang.h"

static const char *ORDER = "{\"as_of\": \"2026-11-22\"}";
static int failures = 0;

static void expect(int good, const char *what) {
    if (!good) {
        fprintf(stderr, "FAILED: %s\n", what);
        failures++;
    }
}

static void bytes_as_a_model(const unsigned char *data, size_t len, const char *what) {
    haofang_file file = {"hostile.ifc", data, len};
    haofang_session *session = NULL;
    haofang_checked *checked = NULL;
    haofang_bytes error, document;
    expect(haofang_open(&file, 1, "auto", NULL, NULL, &session, &error) == HAOFANG_STATUS_OK, what);
    expect(haofang_check(session, ORDER, NULL, NULL, &checked, &error) == HAOFANG_STATUS_OK, what);
    int code = haofang_checked_code(checked);
    expect(code == 3 || code == 4, what);
    expect(haofang_document(checked, "json", NULL, &document, &error) == HAOFANG_STATUS_OK && document.len > 100, what);
    haofang_bytes_free(&document);
    expect(haofang_facts(session, ORDER, NULL, NULL, &document, NULL) == HAOFANG_STATUS_OK, what);
    haofang_bytes_free(&document);
    haofang_checked_free(checked);
    haofang_session_free(session);
}

static void *on_a_small_stack(void *unused) {
    (void)unused;
    static unsigned char deep[200000];
    memset(deep, '(', sizeof deep);
    memcpy(deep, "ISO-10303-21;DATA;#1=IFCWALL(", 29);
    bytes_as_a_model(deep, sizeof deep, "two hundred thousand open brackets on a stack of 1 MB");
    return NULL;
}

int main(void) {
    static const char *texts[] = {"", "ISO-10303-21;", "ISO-10303-21;HEADER;ENDSEC;DATA;#1=IFCPROJECT(#1,#1,#1);ENDSEC;END-ISO-10303-21;",
                                  "PK\003\004 no archive", "\037\213\010 no gzip", "#99999999999999999999=IFCWALL($);"};
    for (size_t at = 0; at < sizeof texts / sizeof *texts; at++)
        bytes_as_a_model((const unsigned char *)texts[at], strlen(texts[at]), texts[at]);
    static unsigned char noise[100000];
    unsigned state = 12345;
    for (size_t at = 0; at < sizeof noise; at++) noise[at] = (unsigned char)((state = state * 1103515245u + 12345u) >> 16);
    bytes_as_a_model(noise, sizeof noise, "noise");

    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 1 << 20); // what Windows gives the threads of a host
    expect(pthread_create(&thread, &attributes, on_a_small_stack, NULL) == 0 && pthread_join(thread, NULL) == 0, "a thread");
    pthread_attr_destroy(&attributes);

    haofang_session *session = NULL;
    haofang_bytes error;
    expect(haofang_open(NULL, 3, NULL, NULL, NULL, &session, &error) == HAOFANG_STATUS_USAGE && error.data, "null files");
    haofang_bytes_free(&error);
    expect(haofang_open(NULL, 0, "klingon", NULL, NULL, &session, &error) == HAOFANG_STATUS_USAGE, "unknown encoding");
    haofang_bytes_free(&error);
    haofang_file nameless = {NULL, NULL, 0};
    expect(haofang_open(&nameless, 1, NULL, NULL, NULL, &session, NULL) == HAOFANG_STATUS_USAGE, "null name");
    expect(haofang_open(NULL, 0, NULL, NULL, NULL, &session, NULL) == HAOFANG_STATUS_OK, "no files at all");
    haofang_bytes out;
    static const char *orders[] = {"", "{", "[]", "{\"as_of\": \"never\"}", "{\"as_of\": \"2026-11-22\", \"policies\": [{\"toml\": \"[[\"}]}", "\xff\xfe"};
    for (size_t at = 0; at < sizeof orders / sizeof *orders; at++) {
        expect(haofang_facts(session, orders[at], NULL, NULL, &out, &error) == HAOFANG_STATUS_USAGE && !out.data, orders[at]);
        haofang_bytes_free(&error);
    }
    expect(haofang_document(NULL, "json", NULL, &out, &error) == HAOFANG_STATUS_USAGE, "null check");
    haofang_bytes_free(&error);
    haofang_bytes_free(&error); // twice does no harm
    haofang_session_free(session);
    haofang_session_free(NULL);
    haofang_checked_free(NULL);
    if (!failures) puts("hostile input: every call returned");
    return failures ? 1 : 0;
}
