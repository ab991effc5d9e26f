/**
 * The journal's test kit, for the tests of every module: small objects, a faulty journal, generated histories, the
 * contract kit.
 */
@NullMarked
package io.shiplog.journal.testkit;

import org.jspecify.annotations.NullMarked;
