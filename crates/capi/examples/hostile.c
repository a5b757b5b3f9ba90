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

// A model cut in half, with bytes turned, with placements that hang on themselves: whatever it is called, it is no good one.
static void bent_model(const char *path) {
    FILE *from = fopen(path, "rb");
    expect(from != NULL, path);
    if (!from) return;
    fseek(from, 0, SEEK_END);
    long size = ftell(from);
    rewind(from);
    char *data = malloc((size_t)size + 1);
    expect(data && fread(data, 1, (size_t)size, from) == (size_t)size, "the sample is read");
    fclose(from);
    data[size] = 0;
    bytes_as_a_model((unsigned char *)data, (size_t)size / 2, "half a model");
    bytes_as_a_model((unsigned char *)data, (size_t)size - 20, "a model without its end");
    // every placement hangs on #25, which hangs on itself
    for (char *at = data; (at = strstr(at, "=IFCLOCALPLACEMENT(#20")); at++) memcpy(at, "=IFCLOCALPLACEMENT(#25", 22);
    for (long at = 3000; at < size; at += 997) data[at] = (char)(data[at] ^ 0x15);
    haofang_file file = {"bent.ifc", (unsigned char *)data, (size_t)size};
    haofang_session *session = NULL;
    haofang_checked *checked = NULL;
    expect(haofang_open(&file, 1, NULL, NULL, NULL, &session, NULL) == HAOFANG_STATUS_OK, "a bent model");
    expect(haofang_check(session, ORDER, NULL, NULL, &checked, NULL) == HAOFANG_STATUS_OK && haofang_checked_code(checked) != 0, "a bent model");
    haofang_checked_free(checked);
    haofang_session_free(session);
    free(data);
}

int main(int count, char **arguments) {
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
    haofang_file endless[] = {{"a.ifc", (const unsigned char *)"x", (size_t)-1}, {"a.ifc", NULL, 7}, {"\xff\xfe", NULL, 0}};
    haofang_session *refused = session;
    for (size_t at = 0; at < sizeof endless / sizeof *endless; at++) {
        expect(haofang_open(&endless[at], 1, NULL, NULL, NULL, &refused, &error) == HAOFANG_STATUS_USAGE && !refused && error.len, "a wrong length");
        haofang_bytes_free(&error);
    }
    expect(haofang_open(endless, (size_t)-1, NULL, NULL, NULL, &refused, NULL) == HAOFANG_STATUS_USAGE, "a wrong count");
    expect(haofang_open(NULL, 0, NULL, NULL, NULL, NULL, NULL) == HAOFANG_STATUS_USAGE, "nowhere to put the session");
    expect(haofang_check(session, ORDER, NULL, NULL, NULL, NULL) == HAOFANG_STATUS_USAGE, "nowhere to put the check");
    expect(haofang_checked_code(NULL) == -1, "no check");
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
    for (int at = 1; at < count; at++) bent_model(arguments[at]);
    if (!failures) puts("hostile input: every call returned");
    return failures ? 1 : 0;
}
