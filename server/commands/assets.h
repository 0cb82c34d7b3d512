/* The page's files, built into the program; none when it was built without the page. */
#ifndef KITH_COMMANDS_ASSETS_H
#define KITH_COMMANDS_ASSETS_H

#include "web/files.h"

extern const struct asset page_assets[];
extern const size_t page_asset_count;

#endif
