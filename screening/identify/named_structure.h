// A structure that a systematic name in a text stands for.
#pragma once

#include <cstddef>
#include <string>

namespace tidewaiter {

struct NamedStructure {
  size_t start = 0, end = 0;  // the name: bytes of the text
  std::string smiles;         // as the name draws it, stereo left out
};

}  // namespace tidewaiter
