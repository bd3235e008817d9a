// Keys by which two addresses, or the telephone numbers in them, compare equal however they are written. They
// link parties; they are no postal validation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidewaiter {

// The words and numbers of an address in one form ("Rm.5, 12/F, Nanjing Rd." -> "12 5 floor nanjing road
// room"), sorted, telephone numbers left out. Empty when fewer than three words are left, or none of them is
// a number: "Shanghai, China" says nothing about who lives there.
std::string AddressKey(std::string_view address);

// The telephone numbers written in an address: each its last nine digits, so that "+86 (0)21 5555 1234" and
// "021-55551234" share a key. A run of digits counts when a word like "tel" stands before it or a "+" begins
// it, and it has 8 to 15 digits. Numbers that only fill a field (00000000, 12345678) do not count. In the
// order written.
std::vector<std::string> PhoneKeys(std::string_view address);

// The same for a field that holds telephone numbers and nothing else: none needs a label.
std::vector<std::string> PhoneFieldKeys(std::string_view phones);

}  // namespace tidewaiter
