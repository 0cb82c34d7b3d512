/* The one list of resources: router, `kith routes`, OpenAPI and the statement check walk it. */
#include "api/resource.h"

extern const struct resource audit_resource, brief_resource, changes_resource, companies_resource,
    conversations_resource, drafts_resource, export_resource, facts_resource, health_resource,
    imports_resource, kinds_resource, me_resource, members_resource, openapi_resource,
    people_resource, promises_resource, quotes_resource, tags_resource, themes_resource,
    today_resource, links_resource, search_resource, sessions_resource, tokens_resource,
    trash_resource, views_resource;

const struct resource *const resources[] = {
    &people_resource,  &companies_resource, &conversations_resource,
    &facts_resource,   &promises_resource,  &themes_resource,
    &quotes_resource,  &tags_resource,      &views_resource,
    &drafts_resource,  &kinds_resource,     &members_resource,
    &brief_resource,   &search_resource,    &today_resource,
    &me_resource,      &sessions_resource,  &links_resource,
    &changes_resource, &trash_resource,     &tokens_resource,
    &imports_resource, &export_resource,    &openapi_resource,
    &audit_resource,   &health_resource,    NULL,
};
