/** The commands of {@code ./shiplog}: each reads its options, starts what they ask for and waits for the end. */
@NullMarked
package io.shiplog.compose.command;

import org.jspecify.annotations.NullMarked;
