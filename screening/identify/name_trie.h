// A set of strings as a double-array trie: one load and one compare a byte, 8 bytes a state.
//
// Names may only begin where a word begins, so the text is walked from each word's start until no name goes
// on; most words end the walk after two or three bytes. That gives what an Aho-Corasick automaton gives here
// (longest match, time independent of the number of names), without failure links, and touches only the top
// of the table, which stays in cache however large the dictionary is. A walk is never longer than the longest
// name, so time stays linear in the text.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tidewaiter {

class NameTrie {
 public:
  using State = uint32_t;
  static constexpr State kRoot = 0;
  static constexpr State kDead = UINT32_MAX;

  // Keys in any order; the value of a key given twice is the last. Empty keys are left out.
  static NameTrie Build(std::vector<std::pair<std::string, uint32_t>> keys);

  State Step(State state, char byte) const {
    const uint8_t code = code_[static_cast<unsigned char>(byte)];
    if (code == 0) return kDead;
    const State next = (units_[state].base >> 1) + code;
    return units_[next].check == state ? next : kDead;
  }
  bool Accepts(State state) const { return (units_[state].base & 1) != 0; }
  // Only for a state that accepts.
  uint32_t Value(State state) const { return units_[units_[state].base >> 1].base; }

  // Calls visit(byte, next) for each byte that goes on from `state`.
  template <typename Visit>
  void ForEachNext(State state, Visit visit) const {
    const uint32_t base = units_[state].base >> 1;
    for (uint8_t code = first_child_[state]; code != 0; code = sibling_[base + code]) {
      visit(bytes_[code - 1], base + code);
    }
  }

  size_t states() const { return used_; }

 private:
  struct Unit {
    uint32_t base = 0;       // offset of the children << 1 | accepts; in the child of code 0: the value
    uint32_t check = kDead;  // the parent
  };
  class Builder;

  std::vector<Unit> units_;
  std::vector<uint8_t> first_child_,
      sibling_;                      // codes, by state; 0: none. Only the search with an error asks.
  std::array<uint8_t, 256> code_{};  // 0: in no key. Codes are dense, so children lie close together.
  std::vector<char> bytes_;          // byte of code k + 1
  size_t used_ = 0;
};

}  // namespace tidewaiter
