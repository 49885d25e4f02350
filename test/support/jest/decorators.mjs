/** The helpers of compiled decorators, as the compiler names them. */
export { __decorate as decorate, __metadata as decorateMetadata, __param as decorateParam } from 'tslib';
