package io.shiplog.resources.kinds.service;

import io.shiplog.resources.Field;
import io.shiplog.resources.names.IpSyntax;
import io.shiplog.resources.names.Names;
import io.shiplog.resources.validation.IpRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules of Endpoints and EndpointSlices. */
public final class EndpointRules {
    private static final int MAX_ENDPOINTS = 1_000;

    private EndpointRules() {}

    public static void endpoints(Field root) {
        for (Field subset : root.at("subsets").items()) {
            if (subset.at("addresses").size() + subset.at("notReadyAddresses").size() == 0) {
                subset.required("must specify `addresses` or `notReadyAddresses`");
            }
            for (String member : List.of("addresses", "notReadyAddresses")) {
                subset.at(member).items().forEach(address -> IpRules.address(address.at("ip")));
            }
            boolean named = subset.at("ports").size() > 1;
            for (Field port : subset.at("ports").items()) {
                if (named && port.at("name").blank()) {
                    port.at("name").required("");
                }
                port.at("port").invalid(Names.portNumber(port.at("port").number(0)));
            }
        }
    }

    public static void slice(Field root) {
        String type = root.at("addressType").text();
        Field endpoints = root.at("endpoints");
        if (endpoints.size() > MAX_ENDPOINTS) {
            endpoints.report(
                    io.shiplog.resources.FieldError.tooMany(endpoints.path(), endpoints.size(), MAX_ENDPOINTS));
        }
        for (Field endpoint : endpoints.items()) {
            if (endpoint.at("addresses").size() == 0) {
                endpoint.at("addresses").required("must contain at least 1 address");
            }
            endpoint.at("addresses").items().forEach(address -> address(address, type));
        }
        Set<String> names = new HashSet<>();
        for (Field port : root.at("ports").items()) {
            if (!names.add(port.at("name").text())) {
                port.at("name").duplicate();
            }
        }
    }

    private static void address(Field address, String type) {
        switch (type) {
            case "IPv4" -> {
                if (!IpSyntax.isV4(address.text())) {
                    address.invalid("must be an IPv4 address");
                }
            }
            case "IPv6" -> {
                if (!IpSyntax.isV6(address.text())) {
                    address.invalid("must be an IPv6 address");
                }
            }
            case "FQDN" -> address.invalid(Names.dns1123Subdomain(address.text()));
            default -> {}
        }
    }
}
