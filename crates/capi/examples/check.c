// Checks one submission: ./check OPTIONS.json OUT FILES…   writes assessment.json, report.html and issues.bcf into OUT.
// Build: cc check.c -I ../include -L ../../../target/release -lhaofang -o check
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "haofang.h"

static unsigned char *read_all(const char *path, size_t *len) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(2);
    }
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    unsigned char *bytes = malloc(size > 0 ? (size_t)size + 1 : 1);
    if (size < 0 || !bytes || fread(bytes, 1, (size_t)size, file) != (size_t)size) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(2);
    }
    fclose(file);
    bytes[size] = 0;
    *len = (size_t)size;
    return bytes;
}

static int32_t told(void *user, const char *stage, uint32_t done, uint32_t of) {
    (void)user;
    fprintf(stderr, "%s %u/%u\n", stage, done, of);
    return 0; // anything else stops the work
}

static void complain(haofang_bytes *error) {
    fprintf(stderr, "%s\n", error->data ? (const char *)error->data : "unknown error");
    haofang_bytes_free(error);
}

static int write_document(const haofang_checked *checked, const char *format, const char *folder, const char *name) {
    haofang_bytes document, error;
    if (haofang_document(checked, format, "zh-CN", &document, &error) != HAOFANG_STATUS_OK) {
        complain(&error);
        return 70;
    }
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    size_t written = file ? fwrite(document.data, 1, document.len, file) : 0;
    int good = file && fclose(file) == 0 && written == document.len;
    if (!good) fprintf(stderr, "%s: cannot be written\n", path);
    haofang_bytes_free(&document);
    return good ? 0 : 2;
}

int main(int count, char **arguments) {
    if (count < 4) {
        fprintf(stderr, "usage: check OPTIONS.json OUT FILES...\n");
        return 2;
    }
    if (haofang_abi_version() != HAOFANG_ABI_VERSION) {
        fprintf(stderr, "the library has interface %u, this program was built for %u\n", haofang_abi_version(), (unsigned)HAOFANG_ABI_VERSION);
        return 2;
    }
    size_t length, files_count = (size_t)count - 3;
    char *options = (char *)read_all(arguments[1], &length);
    haofang_file *files = calloc(files_count, sizeof *files);
    if (!files) return 2;
    for (size_t at = 0; at < files_count; at++) {
        const char *slash = strrchr(arguments[at + 3], '/');
        files[at].name = slash ? slash + 1 : arguments[at + 3];
        files[at].data = read_all(arguments[at + 3], &files[at].len);
    }

    int code = 70;
    haofang_session *session = NULL;
    haofang_checked *checked = NULL;
    haofang_bytes error;
    if (haofang_open(files, files_count, NULL, told, NULL, &session, &error) != HAOFANG_STATUS_OK ||
        haofang_check(session, options, told, NULL, &checked, &error) != HAOFANG_STATUS_OK) {
        complain(&error);
    } else {
        code = haofang_checked_code(checked);
        int written = write_document(checked, "json", arguments[2], "assessment.json");
        if (!written) written = write_document(checked, "html", arguments[2], "report.html");
        if (!written) written = write_document(checked, "bcf", arguments[2], "issues.bcf");
        if (written) code = written;
    }
    haofang_checked_free(checked);
    haofang_session_free(session);
    for (size_t at = 0; at < files_count; at++) free((void *)files[at].data);
    free(files);
    free(options);
    return code;
}
