// haofang.h: the C surface of haofang; see docs/embedding.md. SPDX-License-Identifier: MIT OR Apache-2.0
// A test (crates/capi/tests/header.rs) compares it with what the sources export.

#ifndef HAOFANG_H
#define HAOFANG_H

#include <stddef.h>
#include <stdint.h>

// The version of this interface. It grows only when something that exists changes its meaning or its shape.
#define HAOFANG_ABI_VERSION 1

// How a call ended.
typedef enum haofang_status {
  // The result is there.
  HAOFANG_STATUS_OK = 0,
  // The arguments or options are flawed; `error` says where.
  HAOFANG_STATUS_USAGE = 2,
  // The progress callback said stop.
  HAOFANG_STATUS_CANCELLED = 3,
  // A bug of the library; the host goes on.
  HAOFANG_STATUS_BUG = 70,
} haofang_status;

// One submission, read. Free with `haofang_session_free`.
typedef struct haofang_session haofang_session;

// One judged submission. It does not need its session any more. Free with `haofang_checked_free`.
typedef struct haofang_checked haofang_checked;

// One file of a submission. The bytes are copied.
typedef struct haofang_file {
  // The name that messages and reports use, UTF-8, ending with NUL.
  const char *name;
  // The bytes of the file; may be null when `len` is 0.
  const uint8_t *data;
  // How many.
  size_t len;
} haofang_file;

// Bytes that the library hands out. One NUL follows `data[len - 1]`.
typedef struct haofang_bytes {
  // The bytes; null when there are none.
  uint8_t *data;
  // How many, without the NUL.
  size_t len;
} haofang_bytes;

// Told at every step with a stage (`read`, `recognise`, `measure`, `judge`, `write`), how many of its parts are done and
// how many there are. Called on the thread that made the call. A result other than 0 stops the work. May be null.
typedef int32_t (*haofang_progress)(void *user, const char *stage, uint32_t done, uint32_t of);

#ifdef __cplusplus
extern "C" {
#endif

// The version of this interface, `HAOFANG_ABI_VERSION` of the header it was built with.
uint32_t haofang_abi_version(void);

// The version of the library, as documents print it; static text, not to be freed.
const char *haofang_version(void);

// Reads the files of one submission. `encoding` is `auto`, `utf-8`, `gb18030`, `shift-jis` or null. A file that cannot be
// read is no error: it is listed in every result, and nothing of its submission is called a pass.
//
// `files` points to `count` files; `session` receives the handle; `error`, unless null, receives JSON
// `{"kind", "message", "file", "line", "column"}` when the status is not OK, to be freed by `haofang_bytes_free`.
haofang_status haofang_open(const haofang_file *files, size_t count, const char *encoding, haofang_progress progress,
                            void *user, haofang_session **session, haofang_bytes *error);

// What `haofang facts -f json` prints. `options` is JSON; `{"as_of": "2026-11-22"}` is the least.
haofang_status haofang_facts(const haofang_session *session, const char *options, haofang_progress progress, void *user,
                             haofang_bytes *json, haofang_bytes *error);

// Measures and judges. A second check of the same session with other options reads nothing again, and measures again only
// when a parameter that changes measurements has changed.
haofang_status haofang_check(const haofang_session *session, const char *options, haofang_progress progress, void *user,
                             haofang_checked **checked, haofang_bytes *error);

// The exit code that the command line would end with: 0 nothing found, 1 violations, 3 a model cannot be read whole,
// 4 what had to be examined was not. -1 for null.
int32_t haofang_checked_code(const haofang_checked *checked);

// A document of a check: `json` (the assessment), `html`, `bcf`, `bcf-3.0`, `pdf`, `text`, `md`, `csv`, `xlsx`, `parquet`, `junit`,
// `sarif`. `lang` is `zh-CN`, `en` or null.
haofang_status haofang_document(const haofang_checked *checked, const char *format, const char *lang, haofang_bytes *document,
                                haofang_bytes *error);

// Frees a session; null is allowed. Checks made from it stay valid.
void haofang_session_free(haofang_session *session);

// Frees a check; null is allowed.
void haofang_checked_free(haofang_checked *checked);

// Frees bytes and forgets them; null and bytes that are already freed this way are allowed.
void haofang_bytes_free(haofang_bytes *bytes);

#ifdef __cplusplus
}
#endif

#endif // HAOFANG_H
