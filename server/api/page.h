/* The web page: files of the program, or of a folder, for every address outside of the API. */
#ifndef KITH_API_PAGE_H
#define KITH_API_PAGE_H

#include "api/api.h"

/* The file for a request, or NULL. An address of the page itself, such as /people/…, is the first
 * document. */
const struct asset *page_find(const struct api *api, const struct request *request);

/* Answers with it, and with the page's Content-Security-Policy. */
void page_answer(const struct asset *asset, struct request *request);

#endif
