/** Thumb, name, state, pixels, size, format, age: from 768 px on one line, below that on two. */
export const rowGrid = "grid grid-cols-[3.5rem_minmax(0,1fr)_auto] items-center gap-x-3 px-3 sm:px-4 md:grid-cols-[3.5rem_minmax(0,1fr)_8rem_8.5rem_5.5rem_4rem_6rem] md:gap-x-4";
