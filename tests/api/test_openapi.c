/* The OpenAPI document against the list of resources that it is made from. */
#include "api/openapi.h"
#include "api/resource.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

static const char *const method_names[METHODS] = {"get", "post", "put", "patch", "delete"};

struct document {
    struct arena *arena;
    json_t *json;
};

/* A name that stands twice, such as two schemas of one name, is refused here. */
static int document_open(void **state)
{
    struct buffer text = {0};
    json_error_t wrong;
    struct document *document = calloc(1, sizeof(*document));
    document->arena = arena_new(4096);
    openapi_write(&text, "");
    document->json = json_loadb(text.bytes, text.length, JSON_REJECT_DUPLICATES, &wrong);
    if (!document->json)
        print_error("%s, at %d\n", wrong.text, wrong.position);
    buffer_free(&text);
    *state = document;
    return document->json ? 0 : -1;
}

static int document_close(void **state)
{
    struct document *document = *state;
    json_decref(document->json);
    arena_free(document->arena);
    free(document);
    return 0;
}

static json_t *path_of(struct document *document, const struct resource *resource,
                       const struct route *route)
{
    const char *path = arena_print(document->arena, "%s%s", resource->prefix, route->path);
    return json_object_get(json_object_get(document->json, "paths"), path);
}

static json_t *operation_of(struct document *document, const struct resource *resource,
                            const struct route *route)
{
    return json_object_get(path_of(document, resource, route), method_names[route->method]);
}

static json_t *schemas_of(struct document *document)
{
    return json_object_get(json_object_get(document->json, "components"), "schemas");
}

typedef void route_check(struct document *document, const struct resource *resource,
                         const struct route *route);

static void for_each_route(struct document *document, route_check *check)
{
    for (const struct resource *const *at = resources; *at; at++) {
        for (const struct route *route = (*at)->routes; route->path; route++)
            check(document, *at, route);
    }
}

static void the_document_says_what_it_is(void **state)
{
    struct document *document = *state;
    const char *version = json_string_value(json_object_get(document->json, "openapi"));
    assert_non_null(version);
    assert_int_equal(strncmp(version, "3.1.", 4), 0);
    assert_non_null(json_object_get(json_object_get(document->json, "info"), "title"));
}

static void check_operation(struct document *document, const struct resource *resource,
                            const struct route *route)
{
    json_t *operation = operation_of(document, resource, route);
    if (!operation)
        fail_msg("%s %s%s is missing", method_names[route->method], resource->prefix, route->path);
    const char *summary = json_string_value(json_object_get(operation, "summary"));
    if (!summary || !*summary)
        fail_msg("%s %s%s says nothing", method_names[route->method], resource->prefix,
                 route->path);
}

static void every_route_is_in_the_document(void **state)
{
    for_each_route(*state, check_operation);
}

static int route_count(void)
{
    int count = 0;
    for (const struct resource *const *at = resources; *at; at++) {
        for (const struct route *route = (*at)->routes; route->path; route++)
            count++;
    }
    return count;
}

static void the_document_has_no_other_routes(void **state)
{
    struct document *document = *state;
    const char *path;
    json_t *methods;
    size_t operations = 0;
    json_object_foreach(json_object_get(document->json, "paths"), path, methods)
    {
        operations += json_object_size(methods);
    }
    assert_int_equal(operations, route_count());
}

static void check_parameters(struct document *document, const struct resource *resource,
                             const struct route *route)
{
    json_t *parameters = json_object_get(operation_of(document, resource, route), "parameters");
    for (const char *at = strchr(route->path, '{'); at; at = strchr(at + 1, '{')) {
        const char *name = arena_copy(document->arena, at + 1, strcspn(at + 1, "}"));
        bool found = false;
        size_t i;
        json_t *parameter;
        json_array_foreach(parameters, i, parameter)
        {
            const char *place = json_string_value(json_object_get(parameter, "in"));
            const char *its = json_string_value(json_object_get(parameter, "name"));
            found |= strcmp(place, "path") == 0 && strcmp(its, name) == 0;
        }
        if (!found)
            fail_msg("%s%s does not declare %s", resource->prefix, route->path, name);
    }
}

static void every_parameter_of_a_path_is_declared(void **state)
{
    for_each_route(*state, check_parameters);
}

static void check_demand(struct document *document, const struct resource *resource,
                         const struct route *route)
{
    json_t *security = json_object_get(operation_of(document, resource, route), "security");
    assert_true(json_is_array(security));
    assert_int_equal(json_array_size(security),
                     route->demand == ANYBODY ? 0 : 2); /* token, session */
}

static void every_route_says_whether_it_needs_a_token(void **state)
{
    for_each_route(*state, check_demand);
}

/* The value that a reference such as #/components/schemas/person names, or NULL. */
static json_t *resolve(struct document *document, const char *reference)
{
    if (strncmp(reference, "#/", 2) != 0)
        return NULL;
    char *rest = arena_text(document->arena, reference + 2);
    json_t *at = document->json;
    for (char *name = strsep(&rest, "/"); name && at; name = strsep(&rest, "/"))
        at = json_object_get(at, name);
    return at;
}

/* Gives the number of references below a value; those that lead nowhere fail the test. */
static int check_references(struct document *document, json_t *value)
{
    int references = 0;
    const char *name;
    json_t *child;
    size_t i;
    json_object_foreach(value, name, child)
    {
        if (strcmp(name, "$ref") == 0 && json_is_string(child)) {
            references++;
            if (!resolve(document, json_string_value(child)))
                fail_msg("%s leads nowhere", json_string_value(child));
        }
        references += check_references(document, child);
    }
    json_array_foreach(value, i, child)
    {
        references += check_references(document, child);
    }
    return references;
}

static void every_reference_leads_somewhere(void **state)
{
    struct document *document = *state;
    assert_true(check_references(document, document->json) > 50);
}

static void a_reference_that_leads_nowhere_is_seen(void **state)
{
    assert_null(resolve(*state, "#/components/schemas/nonsense"));
    assert_null(resolve(*state, "person"));
    assert_non_null(resolve(*state, "#/components/schemas/problem"));
}

struct shapes {
    const struct shape *items[256];
    int count;
};

static void add_shape(struct shapes *shapes, const struct shape *shape)
{
    if (!shape)
        return;
    for (int i = 0; i < shapes->count; i++) {
        if (shapes->items[i] == shape)
            return;
    }
    assert_true(shapes->count < 256);
    shapes->items[shapes->count++] = shape;
    for (const struct field *field = shape->fields; field->name; field++)
        add_shape(shapes, field->items);
}

static void find_shapes(struct shapes *shapes)
{
    for (const struct resource *const *at = resources; *at; at++) {
        for (const struct route *route = (*at)->routes; route->path; route++) {
            add_shape(shapes, route->in);
            add_shape(shapes, route->out);
        }
    }
}

static void no_two_shapes_have_one_name(void **state)
{
    struct shapes shapes = {.count = 0};
    (void)state;
    find_shapes(&shapes);
    assert_true(shapes.count > 10);
    for (int i = 0; i < shapes.count; i++) {
        for (int other = 0; other < i; other++)
            assert_string_not_equal(shapes.items[i]->name, shapes.items[other]->name);
    }
}

static void no_name_of_a_shape_ends_like_another_use_of_one(void **state)
{
    static const char *const endings[] = {"_in", "_patch", "_page"};
    struct shapes shapes = {.count = 0};
    (void)state;
    find_shapes(&shapes);
    for (int i = 0; i < shapes.count; i++) {
        const char *name = shapes.items[i]->name;
        assert_string_not_equal(name, "number");
        assert_string_not_equal(name, "problem");
        for (size_t end = 0; end < sizeof(endings) / sizeof(endings[0]); end++) {
            size_t length = strlen(endings[end]);
            if (strlen(name) > length)
                assert_string_not_equal(name + strlen(name) - length, endings[end]);
        }
    }
}

static void a_shape_has_at_most_64_fields(void **state)
{
    struct shapes shapes = {.count = 0};
    (void)state;
    find_shapes(&shapes);
    for (int i = 0; i < shapes.count; i++) {
        int fields = 0;
        while (shapes.items[i]->fields[fields].name)
            fields++;
        assert_in_range(fields, 1, 64);
    }
}

static void no_shape_has_a_field_twice(void **state)
{
    struct shapes shapes = {.count = 0};
    (void)state;
    find_shapes(&shapes);
    for (int i = 0; i < shapes.count; i++) {
        const struct field *fields = shapes.items[i]->fields;
        for (const struct field *field = fields; field->name; field++)
            assert_ptr_equal(shape_field(shapes.items[i], field->name, NULL), field);
    }
}

static void what_is_required_is_a_property(void **state)
{
    struct document *document = *state;
    const char *name;
    json_t *schema;
    json_object_foreach(schemas_of(document), name, schema)
    {
        size_t i;
        json_t *required;
        json_array_foreach(json_object_get(schema, "required"), i, required)
        {
            json_t *properties = json_object_get(schema, "properties");
            if (!json_object_get(properties, json_string_value(required)))
                fail_msg("%s has no %s", name, json_string_value(required));
        }
    }
}

/* What null means in a body is told by the same table that refuses it. */
static void a_required_field_of_a_body_is_never_null(void **state)
{
    struct document *document = *state;
    struct shapes shapes = {.count = 0};
    find_shapes(&shapes);
    for (int i = 0; i < shapes.count; i++) {
        const char *name = arena_print(document->arena, "%s_in", shapes.items[i]->name);
        json_t *schema = json_object_get(schemas_of(document), name);
        json_t *properties = json_object_get(schema, "properties");
        for (const struct field *field = shapes.items[i]->fields; schema && field->name; field++) {
            if (!(field->rules & (REQUIRED | NEVER_NULL)))
                continue;
            char *text = json_dumps(json_object_get(properties, field->name), JSON_ENCODE_ANY);
            bool null = text && (strstr(text, "\"null\"") || strstr(text, "null]"));
            free(text);
            if (null)
                fail_msg("%s.%s may be null in the document", name, field->name);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_document_says_what_it_is),
        cmocka_unit_test(every_route_is_in_the_document),
        cmocka_unit_test(the_document_has_no_other_routes),
        cmocka_unit_test(every_parameter_of_a_path_is_declared),
        cmocka_unit_test(every_route_says_whether_it_needs_a_token),
        cmocka_unit_test(every_reference_leads_somewhere),
        cmocka_unit_test(a_reference_that_leads_nowhere_is_seen),
        cmocka_unit_test(no_two_shapes_have_one_name),
        cmocka_unit_test(no_name_of_a_shape_ends_like_another_use_of_one),
        cmocka_unit_test(a_shape_has_at_most_64_fields),
        cmocka_unit_test(no_shape_has_a_field_twice),
        cmocka_unit_test(what_is_required_is_a_property),
        cmocka_unit_test(a_required_field_of_a_body_is_never_null),
    };
    return cmocka_run_group_tests(tests, document_open, document_close);
}
