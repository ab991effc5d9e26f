package io.shiplog.resources.openapi;

import java.util.List;

/**
 * One operation of the API.
 *
 * @param path such as {@code /api/v1/namespaces/{namespace}/pods}; names in braces are parameters
 * @param method HTTP method in lower case
 * @param id unique name, as client generators use it
 * @param action {@code x-kubernetes-action}, such as {@code list}
 * @param description one sentence for people
 * @param tag section of the documentation
 * @param target the kind that the operation is about
 * @param query query parameters
 * @param body definition of the request's body; empty when there is none
 * @param bodyRequired whether the body may be left out
 * @param answer definition of a successful answer; empty for text and streams
 * @param codes codes of a successful answer
 */
record ApiOperation(
        String path,
        String method,
        String id,
        String action,
        String description,
        String tag,
        Target target,
        List<QueryParameter> query,
        String body,
        boolean bodyRequired,
        String answer,
        List<Integer> codes) {

    /** Group, version and kind, and whether the cluster declares it. */
    record Target(String group, String version, String kind, boolean custom) {}
}
