/* Serves the files of the page: those that are part of the program, or those of a folder. */
#ifndef KITH_WEB_FILES_H
#define KITH_WEB_FILES_H

#include "web/request.h"

/* One form of a file; no bytes when there is no such form. */
struct encoded {
    const void *bytes;
    size_t length;
    const char *etag; /* with its quotes, another one for each form */
};

struct asset {
    const char *path; /* such as "/app.4f2a.js" */
    const char *content_type;
    bool immutable; /* its name holds a hash of its bytes, which therefore never change */
    struct encoded plain, gzip, brotli;
};

/* The asset of a path, or NULL. */
const struct asset *asset_find(const struct asset *assets, size_t count, const char *path);

/* The same from a folder, as it is at this moment, in the arena: "/" is index.html, other paths are
 * names of files in it. NULL when there is no such file; what the folder holds below itself, or
 * points to elsewhere, is never found. */
const struct asset *asset_read(struct arena *arena, const char *folder, const char *path);

/* Answers with the form that the client likes best (RFC 9110, section 12.5.3), or 304 when it has
 * that form already. The plain form is sent where none is acceptable. Adds Cache-Control, ETag
 * and Vary. */
void asset_reply(const struct asset *asset, struct request *request);

#endif
